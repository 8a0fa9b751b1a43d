/** N-1: why a buyer sends a unit back. The codes are those that sellers' programs know. */
interface ReasonCode {
  readonly code: string;
  readonly en: string;
  readonly zh: string;
  readonly ja: string;
}

const CODES: readonly ReasonCode[] = [
  { code: 'CR-UNWANTED_ITEM', en: 'Not wanted any more', zh: '不再需要', ja: '不要になった' },
  {
    code: 'AMZ-PG-BAD-DESC',
    en: 'Not as the shop described it',
    zh: '与网页描述不符',
    ja: '商品説明と異なる',
  },
  {
    code: 'CR-DEFECTIVE',
    en: 'Defective, or does not work',
    zh: '有缺陷或无法使用',
    ja: '不良品・動作しない',
  },
  { code: 'CR-ORDERED_WRONG_ITEM', en: 'Ordered by mistake', zh: '误下单', ja: '誤って注文した' },
  {
    code: 'CR-FOUND_BETTER_PRICE',
    en: 'Found cheaper elsewhere',
    zh: '找到更优惠的价格',
    ja: '他でより安い価格を見つけた',
  },
  {
    code: 'CR-DAMAGED_BY_FC',
    en: 'Damaged because it was packed badly',
    zh: '包装不当导致损坏',
    ja: '梱包不備による破損',
  },
  {
    code: 'CR-MISSED_ESTIMATED_DELIVERY',
    en: 'Arrived too late',
    zh: '未按预计时间送达',
    ja: '到着が遅れた',
  },
  {
    code: 'CR-MISSING_PARTS',
    en: 'Parts or accessories are missing',
    zh: '缺少部件或配件',
    ja: '部品・付属品の不足',
  },
  { code: 'CR-DAMAGED_BY_CARRIER', en: 'Damaged on its way', zh: '运输途中损坏', ja: '配送中の破損' },
  { code: 'CR-SWITCHEROO', en: 'Something else was ordered', zh: '与订购的商品不同', ja: '注文と異なる商品' },
  {
    code: 'CR-EXTRA_ITEM',
    en: 'Came beside what was ordered',
    zh: '收到多余的商品',
    ja: '注文していない商品',
  },
  {
    code: 'CR-UNAUTHORIZED_PURCHASE',
    en: 'Bought without permission',
    zh: '未经授权的购买',
    ja: '無断での購入',
  },
];

/** A reason as the model lists it. */
export interface ReasonCodeDetails {
  returnReasonCode: string;
  description: string;
  translatedDescription?: string;
}

/**
 * N-1: the reasons of a SKU. Every SKU has all of them.
 *
 * @param language a tag such as `zh-CN` or `ja_JP`; one that we do not speak has no translation
 */
export function reasonCodes(language?: string): ReasonCodeDetails[] {
  const spoken = language?.split(/[-_]/, 1)[0]?.toLowerCase();
  return CODES.map((reason) => ({
    returnReasonCode: reason.code,
    description: reason.en,
    ...((spoken === 'en' || spoken === 'zh' || spoken === 'ja') && { translatedDescription: reason[spoken] }),
  }));
}
