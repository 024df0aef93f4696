import { describePanelJourneys } from '../support/journeys/panel-journeys.ts';

describePanelJourneys('window');
