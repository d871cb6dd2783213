const SVG = 'http://www.w3.org/2000/svg';

// The drawings say again what the words beside them say, so nobody is read
// them. Their shapes carry attributes and no styles, which a strict policy of
// the host would refuse.
const LINE = { fill: 'none', stroke: 'currentColor', 'stroke-width': '1.6', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };
const FRAME = ['path', { d: 'M6 21.5V3h12v18.5' }];
const SILL = ['path', { d: 'M3 21.5h18' }];

const DRAWN = {
  open: [
    ['path', { d: 'M7 4h10v17H7z', class: 'glow', stroke: 'none' }],
    ['path', { d: 'M7 21.5 3.5 23.5h17L17 21.5z', class: 'glow', stroke: 'none' }],
    FRAME, SILL,
    ['path', { d: 'M6 3l5.5 2.2V23L6 21.5z', class: 'leaf' }],
    ['circle', { cx: '9.9', cy: '14', r: '.6', fill: 'currentColor' }],
  ],
  closed: [FRAME, SILL, ['circle', { cx: '15', cy: '13', r: '.9', fill: 'currentColor', stroke: 'none' }]],
  unknown: [['path', { d: 'M6 21.5V3h12v18.5', 'stroke-dasharray': '2.4 2.4' }], SILL],
  lamp: [
    ['path', { d: 'M8.5 3h7l3 9h-13z' }],
    ['path', { d: 'M12 12v8.5M8 21h8M15.5 12v3.5' }],
  ],
  table: [
    ['path', { d: 'M2.5 10.5h19M5 10.5V21M19 10.5V21' }],
    ['path', { d: 'M8 10.5V7h3v3.5M14 10.5 15 6h2.5l1 4.5' }],
  ],
};

// drawing gives a drawing by its name: open, closed and unknown are the door's.
export function drawing(name, size) {
  const svg = document.createElementNS(SVG, 'svg');
  const about = Object.assign({ viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', focusable: 'false', class: 'drawing' }, LINE);
  for (const key of Object.keys(about)) svg.setAttribute(key, about[key]);
  for (const [shape, values] of DRAWN[name] || DRAWN.unknown) {
    const made = document.createElementNS(SVG, shape);
    for (const key of Object.keys(values)) made.setAttribute(key, values[key]);
    svg.append(made);
  }
  return svg;
}
