import {
  AdditionalLocationInfo,
  CurrentStatus,
  DropOffLocationTypeEnum,
  EventCode,
  FeatureSettingsFeatureFulfillmentPolicyEnum,
  FeeNameEnum,
  FulfillmentAction,
  FulfillmentOrderStatus,
  FulfillmentPolicy,
  FulfillmentPreviewItemShippingWeightCalculationMethodEnum,
  FulfillmentReturnItemStatus,
  FulfillmentShipmentFulfillmentShipmentStatusEnum,
  ReturnItemDisposition,
  ShippingSpeedCategory,
  WeightUnitEnum,
} from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import type * as model from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';

/** What a field of the model holds. */
type Kind = 'text' | 'whole' | 'number' | 'flag' | 'instant' | 'texts by name' | Words | Shape | List;
interface Words {
  words: readonly string[];
}
interface List {
  list: Kind;
}
interface Field<Required extends boolean = boolean> {
  required: Required;
  kind: Kind;
}
/** The fields of an object; the compiler sees to it that all of the model's are there, and whether they must be. */
export interface Shape {
  fields: Readonly<Record<string, Field>>;
}

const need = (kind: Kind): Field<true> => ({ required: true, kind });
const may = (kind: Kind): Field<false> => ({ required: false, kind });
const list = (kind: Kind): List => ({ list: kind });
const oneOf = (words: Record<string, string>): Words => ({ words: Object.values(words) });
const shape = <T extends object>(fields: {
  [K in keyof Required<T>]: undefined extends T[K] ? Field<false> : Field<true>;
}): Shape => ({ fields });

const money = shape<model.Money>({ currencyCode: need('text'), value: need('text') });
const address = shape<model.Address>({
  name: need('text'),
  addressLine1: need('text'),
  addressLine2: may('text'),
  addressLine3: may('text'),
  city: may('text'),
  districtOrCounty: may('text'),
  stateOrRegion: may('text'),
  postalCode: need('text'),
  countryCode: need('text'),
  phone: may('text'),
});
const featureSettings = shape<model.FeatureSettings>({
  featureName: may('text'),
  featureFulfillmentPolicy: may(oneOf(FeatureSettingsFeatureFulfillmentPolicyEnum)),
});
const window = shape<model.DeliveryWindow>({ startDate: need('instant'), endDate: need('instant') });
const fulfillmentOrder = shape<model.FulfillmentOrder>({
  sellerFulfillmentOrderId: need('text'),
  marketplaceId: need('text'),
  displayableOrderId: need('text'),
  displayableOrderDate: need('instant'),
  displayableOrderComment: need('text'),
  shippingSpeedCategory: need(oneOf(ShippingSpeedCategory)),
  deliveryWindow: may(window),
  destinationAddress: need(address),
  fulfillmentAction: may(oneOf(FulfillmentAction)),
  fulfillmentPolicy: may(oneOf(FulfillmentPolicy)),
  codSettings: may(
    shape<model.CODSettings>({
      isCodRequired: need('flag'),
      codCharge: may(money),
      codChargeTax: may(money),
      shippingCharge: may(money),
      shippingChargeTax: may(money),
    }),
  ),
  receivedDate: need('instant'),
  fulfillmentOrderStatus: need(oneOf(FulfillmentOrderStatus)),
  statusUpdatedDate: need('instant'),
  notificationEmails: may(list('text')),
  featureConstraints: may(list(featureSettings)),
});
const item = shape<model.FulfillmentOrderItem>({
  sellerSku: need('text'),
  sellerFulfillmentOrderItemId: need('text'),
  quantity: need('whole'),
  giftMessage: may('text'),
  displayableComment: may('text'),
  fulfillmentNetworkSku: may('text'),
  orderItemDisposition: may('text'),
  cancelledQuantity: need('whole'),
  unfulfillableQuantity: need('whole'),
  estimatedShipDate: may('instant'),
  estimatedArrivalDate: may('instant'),
  perUnitPrice: may(money),
  perUnitTax: may(money),
  perUnitDeclaredValue: may(money),
});
const parcel = shape<model.FulfillmentShipmentPackage>({
  packageNumber: need('whole'),
  carrierCode: need('text'),
  trackingNumber: may('text'),
  amazonFulfillmentTrackingNumber: may('text'),
  estimatedArrivalDate: may('instant'),
  lockerDetails: may(
    shape<model.LockerDetails>({ lockerNumber: may('text'), lockerAccessCode: may('text') }),
  ),
  deliveryInformation: may(
    shape<model.DeliveryInformation>({
      deliveryDocumentList: may(
        list(shape<model.DeliveryDocument>({ documentType: need('text'), url: may('text') })),
      ),
      dropOffLocation: may(
        shape<model.DropOffLocation>({
          type: need(oneOf(DropOffLocationTypeEnum)),
          attributes: may('texts by name'),
        }),
      ),
    }),
  ),
});
const shipment = shape<model.FulfillmentShipment>({
  amazonShipmentId: need('text'),
  fulfillmentCenterId: need('text'),
  fulfillmentShipmentStatus: need(oneOf(FulfillmentShipmentFulfillmentShipmentStatusEnum)),
  shippingDate: may('instant'),
  estimatedArrivalDate: may('instant'),
  shippingNotes: may(list('text')),
  fulfillmentShipmentItem: need(
    list(
      shape<model.FulfillmentShipmentItem>({
        sellerSku: need('text'),
        sellerFulfillmentOrderItemId: need('text'),
        quantity: need('whole'),
        packageNumber: may('whole'),
        serialNumber: may('text'),
        manufacturerLotCodes: may(list('text')),
      }),
    ),
  ),
  fulfillmentShipmentPackage: may(list(parcel)),
});
const returnItem = shape<model.ReturnItem>({
  sellerReturnItemId: need('text'),
  sellerFulfillmentOrderItemId: need('text'),
  amazonShipmentId: need('text'),
  sellerReturnReasonCode: need('text'),
  returnComment: may('text'),
  amazonReturnReasonCode: may('text'),
  status: need(oneOf(FulfillmentReturnItemStatus)),
  statusChangedDate: need('instant'),
  returnAuthorizationId: may('text'),
  returnReceivedCondition: may(oneOf(ReturnItemDisposition)),
  fulfillmentCenterId: may('text'),
});
const place = shape<model.TrackingAddress>({
  city: need('text'),
  state: need('text'),
  country: need('text'),
});

const weight = shape<model.Weight>({ unit: need(oneOf(WeightUnitEnum)), value: need('text') });
const previewItem = shape<model.FulfillmentPreviewItem>({
  sellerSku: need('text'),
  quantity: need('whole'),
  sellerFulfillmentOrderItemId: need('text'),
  estimatedShippingWeight: may(weight),
  shippingWeightCalculationMethod: may(oneOf(FulfillmentPreviewItemShippingWeightCalculationMethodEnum)),
});
const preview = shape<model.FulfillmentPreview>({
  shippingSpeedCategory: need(oneOf(ShippingSpeedCategory)),
  scheduledDeliveryInfo: may(
    shape<model.ScheduledDeliveryInfo>({
      deliveryTimeZone: need('text'),
      deliveryWindows: need(list(window)),
    }),
  ),
  isFulfillable: need('flag'),
  isCODCapable: need('flag'),
  estimatedShippingWeight: may(weight),
  estimatedFees: may(list(shape<model.Fee>({ name: need(oneOf(FeeNameEnum)), amount: need(money) }))),
  fulfillmentPreviewShipments: may(
    list(
      shape<model.FulfillmentPreviewShipment>({
        earliestShipDate: may('instant'),
        latestShipDate: may('instant'),
        earliestArrivalDate: may('instant'),
        latestArrivalDate: may('instant'),
        shippingNotes: may(list('text')),
        fulfillmentPreviewItems: need(list(previewItem)),
      }),
    ),
  ),
  unfulfillablePreviewItems: may(
    list(
      shape<model.UnfulfillablePreviewItem>({
        sellerSku: need('text'),
        quantity: need('whole'),
        sellerFulfillmentOrderItemId: need('text'),
        itemUnfulfillableReasons: may(list('text')),
      }),
    ),
  ),
  orderUnfulfillableReasons: may(list('text')),
  marketplaceId: need('text'),
  featureConstraints: may(list(featureSettings)),
});
const skuCounts = {
  sellerSku: may('text'),
  fnSku: may('text'),
  asin: may('text'),
  skuCount: may('number'),
} as const;

/** Answers by operation. */
export const answers = {
  getFulfillmentOrder: shape<model.GetFulfillmentOrderResult>({
    fulfillmentOrder: need(fulfillmentOrder),
    fulfillmentOrderItems: need(list(item)),
    fulfillmentShipments: may(list(shipment)),
    returnItems: need(list(returnItem)),
    returnAuthorizations: need(
      list(
        shape<model.ReturnAuthorization>({
          returnAuthorizationId: need('text'),
          fulfillmentCenterId: need('text'),
          returnToAddress: need(address),
          amazonRmaId: need('text'),
          rmaPageURL: need('text'),
        }),
      ),
    ),
    paymentInformation: may(
      list(
        shape<model.PaymentInformation>({
          paymentTransactionId: need('text'),
          paymentMode: need('text'),
          paymentDate: need('instant'),
        }),
      ),
    ),
  }),
  listAllFulfillmentOrders: shape<model.ListAllFulfillmentOrdersResult>({
    nextToken: may('text'),
    fulfillmentOrders: may(list(fulfillmentOrder)),
  }),
  getPackageTrackingDetails: shape<model.PackageTrackingDetails>({
    packageNumber: need('whole'),
    trackingNumber: may('text'),
    customerTrackingLink: may('text'),
    carrierCode: may('text'),
    carrierPhoneNumber: may('text'),
    carrierURL: may('text'),
    shipDate: may('instant'),
    estimatedArrivalDate: may('instant'),
    shipToAddress: may(place),
    currentStatus: may(oneOf(CurrentStatus)),
    currentStatusDescription: may('text'),
    deliveryWindow: may(shape<model.DateRange>({ earliest: need('instant'), latest: need('instant') })),
    signedForBy: may('text'),
    additionalLocationInfo: may(oneOf(AdditionalLocationInfo)),
    trackingEvents: may(
      list(
        shape<model.TrackingEvent>({
          eventDate: need('instant'),
          eventAddress: need(place),
          eventCode: need(oneOf(EventCode)),
          eventDescription: need('text'),
        }),
      ),
    ),
  }),
  listReturnReasonCodes: shape<model.ListReturnReasonCodesResult>({
    reasonCodeDetails: may(
      list(
        shape<model.ReasonCodeDetails>({
          returnReasonCode: need('text'),
          description: need('text'),
          translatedDescription: may('text'),
        }),
      ),
    ),
  }),
  getFulfillmentPreview: shape<model.GetFulfillmentPreviewResult>({
    fulfillmentPreviews: may(list(preview)),
  }),
  deliveryOffers: shape<model.GetDeliveryOffersResult>({
    deliveryOffers: may(
      list(
        shape<model.DeliveryOffer>({
          expiresAt: may('instant'),
          dateRange: may(shape<model.DateRange>({ earliest: need('instant'), latest: need('instant') })),
          policy: may(
            shape<model.DeliveryPolicy>({
              message: may(shape<model.DeliveryMessage>({ text: may('text'), locale: may('text') })),
            }),
          ),
        }),
      ),
    ),
  }),
  getFeatures: shape<model.GetFeaturesResult>({
    features: need(
      list(
        shape<model.Feature>({
          featureName: need('text'),
          featureDescription: need('text'),
          sellerEligible: may('flag'),
        }),
      ),
    ),
  }),
  getFeatureInventory: shape<model.GetFeatureInventoryResult>({
    marketplaceId: need('text'),
    featureName: need('text'),
    nextToken: may('text'),
    featureSkus: may(list(shape<model.FeatureSku>({ ...skuCounts, overlappingSkus: may(list('text')) }))),
  }),
  getFeatureSKU: shape<model.GetFeatureSkuResult>({
    marketplaceId: need('text'),
    featureName: need('text'),
    isEligible: need('flag'),
    ineligibleReasons: may(list('text')),
    ...skuCounts,
  }),
  errors: shape<{ errors: model.ModelError[] }>({
    errors: need(
      list(shape<model.ModelError>({ code: need('text'), message: need('text'), details: may('text') })),
    ),
  }),
};

/** What we tell beside the model (docs/seller-api.md). */
const OURS = ['purpose', 'unfulfillableReason'];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const INT32 = 2 ** 31;

/** Everything in which a value is not as the model says, with its path. */
export function faultsIn(value: unknown, kind: Kind, path = ''): string[] {
  if (typeof kind === 'string') return fits(value, kind) ? [] : [`${path} is no ${kind}`];
  if ('words' in kind)
    return kind.words.some((word) => word === value) ? [] : [`${path} is none of ${kind.words.join(', ')}`];
  if ('list' in kind) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((entry: unknown, index) => faultsIn(entry, kind.list, `${path}[${index}]`));
  }
  if (!isObject(value)) return [`${path} is no object`];
  const unknown = Object.keys(value).filter((name) => !(name in kind.fields) && !OURS.includes(name));
  const fields = Object.entries(kind.fields).flatMap(([name, field]) => {
    if (value[name] === undefined) return field.required ? [`${path}.${name} is missing`] : [];
    return faultsIn(value[name], field.kind, `${path}.${name}`);
  });
  return [...unknown.map((name) => `${path}.${name} is not in the model`), ...fields];
}

function fits(value: unknown, kind: Extract<Kind, string>): boolean {
  if (kind === 'number') return typeof value === 'number';
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'whole') return Number.isInteger(value) && Math.abs(value as number) < INT32;
  if (kind === 'texts by name')
    return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
  return typeof value === 'string' && (kind === 'text' || INSTANT.test(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
