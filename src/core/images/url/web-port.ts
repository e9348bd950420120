/** The ports from 1024 up that the Fetch standard calls bad: other protocols live there, which a request could be made to speak. */
const BAD_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/**
 * Whether pictures are fetched from this port: 80, 443, and those from 1024 up that are not bad. Below 1024 there is no other web server worth the name,
 * but mail, remote shells and directories.
 */
export const isWebPort = (port: number): boolean => port === 80 || port === 443 || (port >= 1024 && !BAD_PORTS.has(port));
