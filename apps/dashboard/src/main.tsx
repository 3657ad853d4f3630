import 'uplot/dist/uPlot.min.css';
import './style.css';

import { render } from 'preact';
import * as z from 'zod';

import { Page } from './Page.js';

// The policy of the page forbids to make code of text.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root) render(<Page />, root);
