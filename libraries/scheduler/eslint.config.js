export { default } from '@node-unit/rig/eslint';
