import { bootService } from '#runtime';
import { reimbursements } from './reimbursements.js';

await bootService(reimbursements);
