"""The waiting page's script: optional, and there because it saves load.

Without it the page asks for itself again, 2 KB a time. With it, the page asks for `/queue/now`, which
is the same for everyone and can come from a cache, and changes two lines of itself; screen readers
read those out when there is time (WCAG 4.1.3), instead of the page from its beginning. It is plain
enough for a browser of 2012. Who asks for no script, gets a page that asks for itself.
"""

from __future__ import annotations

SCRIPT = (
    "(function(d){var s=d.getElementById('told'),t=s.dataset,p=s.getElementsByTagName('p');"
    "function span(n){return n<120?t.seconds.replace('{n}',n):t.minutes.replace('{n}',Math.round(n/60))}"
    "function say(e,w){if(e.textContent!==w)e.textContent=w}"
    "function told(l){var a=t.place-l.front,m=a/l.per_s,lo=Math.max(1,Math.round(m*l.spread[0]));"
    "if(a<=0){if(d.forms.length)d.forms[0].submit();else location.replace(t.onward);return 0}"
    "say(p[0],t.ahead.replace('{ahead}',String(a-1).replace(/\\B(?=(\\d{3})+$)/g,',')));"
    "if(!(l.per_s>0))return 10;"
    "say(p[1],t.time.replace('{low}',span(lo)).replace('{high}',span(Math.max(2,Math.round(m*l.spread[1])))));"
    "return Math.min(Math.max(2,Math.round(lo/4)),30)}"
    "function look(){var x=new XMLHttpRequest(),w=10;x.open('GET','/queue/now');"
    "x.onloadend=function(){try{var a=JSON.parse(x.responseText).lines;"
    "for(var i=0;i<a.length;i++)if(a[i].line==t.line)w=told(a[i])}catch(e){}"
    "if(w)setTimeout(look,w*1000)};x.send()}"
    "setTimeout(look,t.wait*1000)})(document)"
)
