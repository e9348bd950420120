import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import graphql from 'highlight.js/lib/languages/graphql';
import javascript from 'highlight.js/lib/languages/javascript';
import python from 'highlight.js/lib/languages/python';

const LANGUAGES = { bash, graphql, javascript, python };
export type Language = keyof typeof LANGUAGES;

for (const [name, language] of Object.entries(LANGUAGES)) highlighter.registerLanguage(name, language);

/** HTML with spans of classes; what it is given is escaped. */
export const highlight = (text: string, language: Language): string => highlighter.highlight(text, { language }).value;
