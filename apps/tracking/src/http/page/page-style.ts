import { createHash } from 'node:crypto';

/** All of the page's looks: nothing is loaded, so nobody but the door hears who reads it. Colours are WCAG AA. */
export const style = `
:root{color-scheme:light dark;--page:#f3f5f8;--sheet:#fff;--ink:#161d27;--soft:#505c6b;--line:#d8dee6;--link:#0b57b0;
--tone:#0b57b0;--tint:#e8f0fb}
.good{--tone:#12693a;--tint:#e4f4ea}.warn{--tone:#8a4b00;--tint:#fdf0dc}.bad{--tone:#a3261f;--tint:#fceae8}
.calm{--tone:#3d4b5c;--tint:#e9edf2}
@media (prefers-color-scheme:dark){:root{--page:#0e1319;--sheet:#171e27;--ink:#eef2f6;--soft:#aab6c4;--line:#2f3a47;
--link:#8dbdff;--tone:#8dbdff;--tint:#16283f}
.good{--tone:#7bd7a0;--tint:#12301f}.warn{--tone:#ffc069;--tint:#372609}.bad{--tone:#ff9d94;--tint:#3c1714}
.calm{--tone:#c3cfdc;--tint:#232d39}}
*{box-sizing:border-box;margin:0;padding:0}
body{background:var(--page);color:var(--ink);padding:1rem;overflow-wrap:anywhere;font:1rem/1.55 system-ui,-apple-system,
"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body>*{max-width:40rem;margin-inline:auto}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:.2rem}
.top{display:flex;justify-content:space-between;gap:1rem;align-items:center;padding:.5rem .25rem 1rem;font-weight:600}
.top a{display:inline-block;padding:.4rem .2rem;font-weight:400}
.sheet{background:var(--sheet);border:1px solid var(--line);border-radius:1rem;overflow:hidden;
box-shadow:0 1px 2px #0b15221a,0 8px 24px #0b152212}
.hero{background:var(--tint);padding:1.5rem 1rem;display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}
.sign{width:3.25rem;height:3.25rem;border-radius:50%;padding:.75rem;background:var(--tone);color:var(--tint)}
.sign path{fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.01em;color:var(--tone);align-self:center}
.hero p{grid-column:1/-1;margin-top:.5rem}
.expected{font-size:1.0625rem}.expected strong{display:block;font-size:1.25rem;line-height:1.35}
.soft,dt,.where,.top p{color:var(--soft)}
.steps{grid-column:1/-1;list-style:none;display:grid;grid-template-columns:repeat(4,1fr);gap:.25rem;margin-top:1.25rem}
.steps li{border-top:.375rem solid var(--line);padding-top:.375rem;font-size:.75rem;line-height:1.3;
color:var(--soft);overflow-wrap:normal}
.steps .on{border-color:var(--tone);color:var(--ink)}.steps [aria-current]{font-weight:700}
.part{padding:1.25rem 1rem;border-top:1px solid var(--line)}
h2{font-size:1.0625rem;margin-bottom:.75rem}
dt{font-size:.875rem}dd+dt{margin-top:.5rem}
.number{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.go{display:inline-block;margin-top:1rem;padding:.625rem 1rem;border:1px solid currentColor;border-radius:.625rem;
font-weight:600;text-decoration:none}
.line{list-style:none}
.line li{position:relative;padding:0 0 1.25rem 1.75rem}
.line li:last-child{padding-bottom:0}
.line li::before{content:"";position:absolute;left:.25rem;top:.45rem;width:.75rem;height:.75rem;border-radius:50%;
border:2px solid var(--soft);background:var(--sheet)}
.line li:not(:last-child)::after{content:"";position:absolute;left:calc(.625rem - 1px);top:1.45rem;bottom:-.2rem;
border-left:2px solid var(--line)}
.line .first::before{border-color:var(--tone);background:var(--tone);box-shadow:0 0 0 .25rem var(--tint)}
.line .first strong{color:var(--tone)}
.line strong{display:block;line-height:1.4}
.where{display:block;font-size:.9375rem}
.next{padding-left:1.25rem}.next li{margin-bottom:.5rem}
.foot{padding:1rem .25rem 2rem;font-size:.875rem;color:var(--soft)}
@media (min-width:26rem){dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.375rem 1rem}
dt{font-size:1rem}dd+dt{margin:0}}
@media (min-width:34rem){body{padding:2rem 1.5rem}.hero{padding:2rem}.steps{gap:.375rem}.steps li{font-size:.8125rem}.part{padding:1.5rem 2rem}h1{font-size:2.125rem}}
@media print{body{background:none}.sheet{box-shadow:none}.top nav{display:none}}
`;

/** T-6: the page runs nothing and loads nothing; only this very style counts. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
