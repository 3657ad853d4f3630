// The tests of any project, with one text of one compiled file replaced while it is loaded. No file is changed.
import baseConfig from '@node-unit/heft-rig/vitest.config.mjs';
import { mergeConfig } from 'vitest/config';

const { file, find, replacement } = JSON.parse(process.env.MUTATION ?? '{}');

export default mergeConfig(baseConfig, {
  test: { include: ['lib/checks/**/*.js'] },
  plugins: [
    {
      name: 'mutation',
      enforce: 'pre',
      // A function as the replacement: `$` in it means nothing.
      transform: (code, id) => (id.split('?')[0] === file ? code.replace(find, () => replacement) : undefined),
    },
  ],
});
