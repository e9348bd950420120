import type { AlikeLabels } from '../text/alike-labels.js';
import { withoutAlike } from './ask-distinct.js';
import { alikeNotice, cutNotice, unreadNotice } from './cut-notice.js';
import type { Notices } from './notices.js';
import { readingNotice } from './reading-notice.js';
import type { TextEars } from './text-access.js';

export interface ToldParts {
  /** As the client asked it: fields are its own. */
  readonly question: object;
  /** Whose tower reads the texts. */
  readonly pack: string;
  readonly notices: Notices;
  /** Whether two labels that read the same get one result. */
  readonly isShared: (pair: AlikeLabels) => boolean;
}

/** Makes notices of what is to be told of texts. */
export const createTold = ({ question, pack, notices, isShared }: ToldParts): Required<TextEars> => ({
  onCut: (text) => notices.add(cutNotice(text, question, pack), text.tokens),
  onUnread: (text) => notices.add(unreadNotice(text, question, pack), text.unknown),
  onRead: (reading) => notices.add(readingNotice(reading, question, pack), 0),
  onAlike: (labels) => {
    for (const pair of labels) {
      const isDropped = withoutAlike(question, [pair]) !== null;
      const said = alikeNotice(pair, question, pack, isDropped ? 'LEFT_OUT' : isShared(pair) ? 'SHARED' : 'SPLIT');
      if (said) notices.add(said, 0);
    }
  },
});
