/** A line an object: the picture, the label, how sure, and the box in pixels. */
export const toCsv = (pictures) =>
  [
    'picture,label,score,x,y,width,height',
    ...pictures.flatMap(({ name, objects }) =>
      objects.map(({ label, score, box }) => [name, label, score, box.x, box.y, box.width, box.height].map(cell).join()),
    ),
  ].join('\n') + '\n';

const cell = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value);
