import './withoutCompiling.js';
import 'uplot/dist/uPlot.min.css';
import './style.css';

import { render } from 'preact';

import { Page } from './Page.js';

const root = document.getElementById('root');
if (root) render(<Page />, root);
