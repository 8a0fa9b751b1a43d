import { applyVsRaw } from './apply-vs-raw.js';
import { createVsRaw } from './create-vs-raw.js';
import { doorVsRaw } from './door-vs-raw.js';
import { exactlyOnceCost } from './exactly-once-cost.js';
import { getOrder } from './get-order.js';
import { memory } from './memory.js';
import { outboxCost } from './outbox-cost.js';
import { oversell } from './oversell.js';
import { overdueToGranted } from './overdue-to-granted.js';
import { pinnedXmin } from './pinned-xmin.js';
import { pipelineVsNaive } from './pipeline-vs-naive.js';
import { pipelineVsOutboxLibs } from './pipeline-vs-outbox-libs.js';
import { pipelineVsRaw } from './pipeline-vs-raw.js';
import { planning } from './planning.js';
import { replicas } from './replicas.js';
import type { Row } from './row.js';
import { sweepIdle } from './sweep-idle.js';
import { sweepVsJobs } from './sweep-vs-jobs.js';
import { sweepVsSql } from './sweep-vs-sql.js';

/** In the order in which they run and are shown. */
export const rows: readonly Row[] = [
  applyVsRaw,
  pipelineVsRaw,
  pipelineVsNaive,
  pipelineVsOutboxLibs,
  createVsRaw,
  doorVsRaw,
  getOrder,
  planning,
  oversell,
  outboxCost,
  exactlyOnceCost,
  // Before the sweeps decide anything.
  sweepIdle,
  sweepVsSql,
  sweepVsJobs,
  overdueToGranted,
  pinnedXmin,
  replicas,
  memory,
];
