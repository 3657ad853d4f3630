import { packPortal } from './packPortal.js';

const [targetFolder] = process.argv.slice(2);
if (targetFolder === undefined) {
  process.stderr.write('expected the folder for the tarball: node tools/pack-portal/lib/cli.js <folder>\n');
  process.exit(2);
}
process.stdout.write(`${await packPortal(targetFolder)}\n`);
