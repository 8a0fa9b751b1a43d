import { bootService } from '#runtime';
import { returns } from './returns.js';

await bootService(returns);
