import type { Language } from '@node-unit/e2e-report';

import { name, type Sentences } from '../words/ScenarioWords.js';

export type PortalId = 'portals_on_cluster_host' | 'portals_on_external_host' | 'service_through_portal';

export const portalWords: Readonly<Record<Language, Sentences<PortalId>>> = {
  zh: {
    assertions: {
      portals_on_cluster_host: '本集群主机目录中 portal 终端的数量',
      portals_on_external_host: '外部主机目录中 Portal-External 终端的数量',
      service_through_portal: '经 portal 导入的外部服务得到应答',
    },
    facts: {
      external_host: () => '外部主机启动并提供服务 Demo/Echo',
      portal_configured: () => '写入 portal_config：导入外部主机的 Demo/Echo',
      portals_connected: ({ count }) => `${name(count)} 个 portal 接通两个主机`,
    },
  },
  en: {
    assertions: {
      portals_on_cluster_host: "portal terminals in the directory of the cluster's host",
      portals_on_external_host: 'Portal-External terminals in the directory of the external host',
      service_through_portal: 'an external service answers through a portal',
    },
    facts: {
      external_host: () => 'the external host is up and offers Demo/Echo',
      portal_configured: () => 'portal_config: import Demo/Echo from the external host',
      portals_connected: ({ count }) => `${name(count)} portals are connected to both hosts`,
    },
  },
};
