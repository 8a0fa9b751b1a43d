import { bootService } from '#runtime';
import { gateway } from './gateway.js';

await bootService(gateway);
