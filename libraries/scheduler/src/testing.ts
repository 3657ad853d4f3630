export { planRoundPlainly, rememberEligiblePlainly } from './testing/planRoundPlainly.js';
