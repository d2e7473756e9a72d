// Badges taken out of pictures by other readers of PNG and XML, after Open Badges 3.0 §5.3.

import {DOMParser} from '@xmldom/xmldom';
import extractChunks from 'png-chunks-extract';

const NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0';

export function carriedBy(bytes, form) {
  return form === 'png' ? carriedByPng(bytes) : carriedBySvg(bytes.toString('utf8'));
}

function one(found) {
  if (found.length !== 1) {
    throw new Error(`${found.length} badges instead of one`);
  }
  return found[0];
}

// An iTXt chunk: keyword, 0, compression flag, compression method, language, 0, keyword in that
// language, 0, text (https://www.w3.org/TR/png-3/#11iTXt). The chunk reader checks lengths and CRCs.
function carriedByPng(bytes) {
  const start = Buffer.from('openbadgecredential\0\0\0\0\0');
  const keyword = start.subarray(0, start.indexOf(0) + 1);
  const texts = extractChunks(bytes).filter(({name, data}) => name === 'iTXt' && keyword.equals(data.subarray(0, keyword.length)));
  const {data} = one(texts);
  if (!start.equals(data.subarray(0, start.length))) {
    throw new Error('the text is compressed or has a language');
  }
  return new TextDecoder('utf-8', {fatal: true}).decode(data.subarray(start.length));
}

// <openbadges:credential> directly inside <svg>, before anything else.
function carriedBySvg(text) {
  const onError = (level, message) => {
    throw new Error(`${level}: ${message}`);
  };
  const {documentElement: svg} = new DOMParser({onError}).parseFromString(text, 'image/svg+xml');
  const badge = one(Array.from(svg.getElementsByTagNameNS(NAMESPACE, 'credential')));
  if (Array.from(svg.childNodes).find(({nodeType}) => nodeType === 1) !== badge) {
    throw new Error('the badge is not the first element');
  }
  return badge.hasAttribute('verify') ? badge.getAttribute('verify') : badge.textContent;
}
