export { default } from '@node-unit/heft-rig/eslint';
