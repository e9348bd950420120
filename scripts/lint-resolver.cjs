// For eslint-plugin-boundaries: `./a.js` in our sources means `./a.ts`. By name alone, whether the file exists or not: a
// missing one is the compiler's business. (Common.js is what the resolver interface asks for.)
const { dirname, resolve } = require('node:path');

exports.interfaceVersion = 2;
exports.resolve = (specifier, file) => {
  if (!specifier.startsWith('.')) return { found: false };
  return { found: true, path: resolve(dirname(file), specifier).replace(/\.js$/, '.ts') };
};
