/** Amazon's own client has no types: these are the few parts that the tests use. */
declare module '@amazon-sp-api-release/amazon-sp-api-sdk-js' {
  interface Answer {
    payload?: {
      fulfillmentOrder?: { fulfillmentOrderStatus: string };
      fulfillmentOrders?: object[];
    };
  }

  class ApiClient {
    constructor(url: string);
    disableRateLimiter(): this;
    applyXAmzAccessTokenToRequest(token: string): this;
  }

  class FbaOutboundApi {
    constructor(client: ApiClient);
    createFulfillmentOrder(body: object): Promise<Answer>;
    updateFulfillmentOrder(sellerFulfillmentOrderId: string, body: object): Promise<Answer>;
    cancelFulfillmentOrder(sellerFulfillmentOrderId: string): Promise<Answer>;
    getFulfillmentOrder(sellerFulfillmentOrderId: string): Promise<Answer>;
    listAllFulfillmentOrders(): Promise<Answer>;
    getPackageTrackingDetails(packageNumber: number): Promise<Answer>;
  }

  export const FulfillmentoutboundSpApi: {
    ApiClient: typeof ApiClient;
    FbaOutboundApi: typeof FbaOutboundApi;
  };
}
