import { describeDesktopJourneys } from './support/desktop-journeys.ts';

describeDesktopJourneys('narrow');
