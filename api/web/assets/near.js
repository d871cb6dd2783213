// Where somebody stands is asked for after a tap only, and made coarse here,
// before it leaves the telephone: three decimals, some hundred metres.
const round = (degrees) => (Math.round(degrees * 1000) / 1000).toFixed(3);

export function near(button, said, found) {
  if (!button || !("geolocation" in navigator)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        said.textContent = button.dataset.set;
        found(round(coords.latitude), round(coords.longitude));
      },
      (error) => {
        said.textContent = error.code === error.PERMISSION_DENIED ? button.dataset.refused : button.dataset.failed;
        document.getElementById("where").focus();
      },
      { enableHighAccuracy: false, timeout: 15000, maximumAge: 300000 },
    );
  });
}
