import { FollowPackages1700000100000 } from './1700000100000-follow-packages.js';

export const migrations = [FollowPackages1700000100000];
