/** YOLO's format: a line an object, its class's number, then the middle and the size of its box as shares of the picture. */
export const toYolo = ({ width, height, objects }, labels) =>
  objects
    .map(({ label, box }) => {
      const shares = [(box.x + box.width / 2) / width, (box.y + box.height / 2) / height, box.width / width, box.height / height];
      return `${labels.indexOf(label)} ${shares.map((share) => share.toFixed(6)).join(' ')}\n`;
    })
    .join('');
