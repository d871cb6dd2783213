// The map by keys and by touch. What it does is what its buttons do, so it
// asks for nothing that they could not; the finder puts the answer in place.
const turn = 256; // px that the earth is wide at zoom 0

// moved gives the centre of a view that was dragged by some px (Web Mercator).
function moved(view, dx, dy) {
  const [lat, lon, zoom] = view.split(",").map(Number);
  const world = turn * 2 ** zoom;
  const x = ((lon + 180) / 360) * world - dx;
  const sin = Math.sin((lat * Math.PI) / 180);
  const y = (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * world - dy;
  const back = Math.PI * (1 - (2 * y) / world);
  const short = (n) => String(Math.round(n * 1000) / 1000);
  return [short((Math.atan(Math.sinh(back)) * 180) / Math.PI), short((x / world) * 360 - 180), String(zoom)].join(",");
}

const keys = { ArrowUp: "north", ArrowDown: "south", ArrowLeft: "west", ArrowRight: "east", "+": "in", "=": "in", "-": "out" };

export function steer(box, go) {
  const svg = box.querySelector("svg");
  const step = (name) => {
    const button = box.querySelector(`[data-step="${name}"]`);
    if (button && !button.disabled) go(button);
  };
  svg.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(keys[event.key]);
  });

  const fingers = new Map();
  let from = null;
  let apart = 0;
  const distance = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 1) from = { x: event.clientX, y: event.clientY };
    if (fingers.size === 2) apart = distance();
  });
  svg.addEventListener("pointermove", (event) => {
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  const up = (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    if (fingers.size === 2 && apart) {
      const now = distance();
      from = null;
      fingers.clear();
      if (now > apart * 1.3) step("in");
      else if (now < apart / 1.3) step("out");
      return;
    }
    fingers.clear();
    if (!from || event.type === "pointercancel") return;
    const scale = svg.viewBox.baseVal.width / svg.clientWidth;
    const [dx, dy] = [(finger.x - from.x) * scale, (finger.y - from.y) * scale];
    from = null;
    if (Math.hypot(dx, dy) > 12) go({ name: "map", value: moved(box.dataset.view, dx, dy) });
  };
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, up);
}
