import sharp from 'sharp';

/**
 * The one door to sharp. Set once for the whole process (libvips is shared by all threads): only the loaders of formats that we read
 * are on, so that SVG (which can ask for other files), PDF and the rest stay shut whatever a sniffer thinks of the bytes.
 * Import sharp from here, never from the package, or a module could decode before the doors are shut.
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((loader) => `VipsForeignLoad${loader}`),
});

// Each picture comes once: what libvips would keep is never asked for again.
sharp.cache(false);

// Several pictures are made at once, by threads that we count; libvips' own, of each, would not be.
sharp.concurrency(1);

export { sharp };
