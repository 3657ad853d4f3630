import { config } from 'zod';

// The policy of the page forbids to make code of text. Schemas find out when they are made, so this is imported first.
config({ jitless: true });
