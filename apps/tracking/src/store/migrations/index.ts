import { FollowPackages1700000100000 } from './1700000100000-follow-packages.js';
import { DestinationTimeZone1796515200001 } from './1796515200001-destination-time-zone.js';
import { Sandbox1798070400001 } from './1798070400001-sandbox.js';

export const migrations = [
  FollowPackages1700000100000,
  DestinationTimeZone1796515200001,
  Sandbox1798070400001,
];
