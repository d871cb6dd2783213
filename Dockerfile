# One static binary, no shell, no root.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/walkin ./cmd/walkin \
 && mkdir -p /out/data

FROM scratch
COPY --from=build /out/walkin /walkin
# The folder of the catalogue belongs to who runs the program.
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV WALKIN_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=4s --start-period=30s CMD ["/walkin", "health"]
ENTRYPOINT ["/walkin"]
CMD ["serve"]
