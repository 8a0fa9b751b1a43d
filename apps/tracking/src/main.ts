import { bootService } from '#runtime';
import { tracking } from './tracking.js';

await bootService(tracking);
