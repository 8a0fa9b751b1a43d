/** Messages in the public shape of each format, for tests. */

export const aftershipMessage = (more: object = {}, checkpoints: object[] = [aftershipCheckpoint()]) => ({
  event: 'tracking_update',
  event_id: '0c1f4f5e-97a5-4a55-8d31-2f6c5f1c8a77',
  is_tracking_first_tag: true,
  ts: 1767600000,
  msg: {
    id: 'k5lh7dy7vvqeck71p5loe011',
    tracking_number: '1Z999AA10123456784',
    slug: 'ups',
    title: '1Z999AA10123456784',
    active: true,
    destination_country_iso3: 'USA',
    expected_delivery: '2026-01-08',
    customer_name: 'A. Buyer',
    tag: 'InTransit',
    subtag: 'InTransit_003',
    subtag_message: 'Arrival scan',
    checkpoints,
    ...more,
  },
});

export const aftershipCheckpoint = (more: object = {}) => ({
  slug: 'ups',
  city: 'Newark',
  state: 'NJ',
  zip: null,
  created_at: '2026-01-05T08:45:12+00:00',
  location: 'Newark, NJ, USA',
  country_name: 'USA',
  country_iso3: 'USA',
  message: 'Arrived at Facility',
  tag: 'InTransit',
  subtag: 'InTransit_003',
  subtag_message: 'Arrival scan',
  checkpoint_time: '2026-01-05T03:30:00-05:00',
  coordinates: [],
  raw_tag: 'I_AR',
  ...more,
});

export const easypostTracker = (more: object = {}, details: object[] = [easypostDetail()]) => ({
  id: 'trk_c8e0edb5bb284caa934a0d3db23a148z',
  object: 'Tracker',
  mode: 'production',
  tracking_code: '1Z999AA10123456784',
  status: 'in_transit',
  status_detail: 'arrived_at_facility',
  created_at: '2026-01-04T10:00:00Z',
  updated_at: '2026-01-05T08:46:00Z',
  signed_by: null,
  weight: 17.6,
  est_delivery_date: '2026-01-08T23:00:00Z',
  carrier: 'UPS',
  tracking_details: details,
  public_url: 'https://track.easypost.com/djE6...',
  ...more,
});

export const easypostDetail = (more: object = {}) => ({
  object: 'TrackingDetail',
  message: 'Arrived at facility',
  description: null,
  status: 'in_transit',
  status_detail: 'arrived_at_facility',
  datetime: '2026-01-05T08:30:00Z',
  source: 'UPS',
  carrier_code: 'AR',
  tracking_location: { object: 'TrackingLocation', city: 'NEWARK', state: 'NJ', country: 'US', zip: '07102' },
  ...more,
});

export const easypostEvent = (result: object = easypostTracker()) => ({
  id: 'evt_b3b5fd8ea1b34f26a2f4e1f6c9e0a2d7',
  object: 'Event',
  mode: 'production',
  description: 'tracker.updated',
  previous_attributes: { status: 'pre_transit' },
  created_at: '2026-01-05T08:46:01Z',
  status: 'pending',
  result,
});
