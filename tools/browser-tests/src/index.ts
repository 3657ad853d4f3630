/**
 * The page in a real browser, on real clusters.
 *
 * @packageDocumentation
 */
export { Browser, type BrowserOptions, findChromium } from './Browser.js';
