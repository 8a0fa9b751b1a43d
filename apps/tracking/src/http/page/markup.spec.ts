import { describe, expect, it } from '@jest/globals';
import { markup } from './markup.js';

describe('markup', () => {
  it('escapes text in content and in attributes', () => {
    const hostile = `<script>"'&</script>`;
    const safe = '&lt;script&gt;&quot;&#39;&amp;&lt;/script&gt;';
    expect(markup`<a href="${hostile}">${hostile}</a>`.text).toBe(`<a href="${safe}">${safe}</a>`);
  });

  it('takes markup of its own as it is, one or many, and nothing for nothing', () => {
    const items = ['a', '<b>'].map((item) => markup`<li>${item}</li>`);
    expect(markup`<ul>${items}</ul>${undefined}${0}`.text).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>0');
  });

  it('believes nobody else who looks like it', () => {
    const forged = { text: '<b>', toString: () => '<b>' } as unknown as string;
    expect(() => markup`${forged}`.text).toThrow(TypeError);
  });
});
