import { FollowPackages1700000100000 } from './1700000100000-follow-packages.js';
import { DestinationTimeZone1796515200001 } from './1796515200001-destination-time-zone.js';

export const migrations = [FollowPackages1700000100000, DestinationTimeZone1796515200001];
