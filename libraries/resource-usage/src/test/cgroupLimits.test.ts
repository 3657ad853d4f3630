import { describe, expect, it } from 'vitest';

import { cgroupLimits } from '../cgroupLimits.js';
import { machineCapacity } from '../machineCapacity.js';

const limitsOf = (files: Readonly<Record<string, string>>) => cgroupLimits((path) => files[path]);
const GB = 2 ** 30;

describe(cgroupLimits.name, () => {
  it('takes the least of all groups above, version 2', () => {
    const files = {
      '/proc/self/cgroup': '0::/a.slice/b.service\n',
      '/sys/fs/cgroup/a.slice/cpu.max': '150000 100000\n',
      '/sys/fs/cgroup/a.slice/b.service/cpu.max': 'max 100000\n',
      '/sys/fs/cgroup/a.slice/memory.max': 'max\n',
      '/sys/fs/cgroup/a.slice/b.service/memory.max': `${GB}\n`,
    };
    expect(limitsOf(files)).toEqual({ cpuCores: 1.5, memoryMb: 1_024 });
  });

  it('finds the limits of a container, whose own group is the root', () => {
    const files = {
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/cpu.max': '50000 100000',
      '/sys/fs/cgroup/memory.max': `${2 * GB}`,
    };
    expect(limitsOf(files)).toEqual({ cpuCores: 0.5, memoryMb: 2_048 });
  });

  it('reads version 1', () => {
    const files = {
      '/proc/self/cgroup': '5:cpu,cpuacct:/app\n3:memory:/app\n',
      '/sys/fs/cgroup/cpu/app/cpu.cfs_quota_us': '200000\n',
      '/sys/fs/cgroup/cpu/app/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/memory/app/memory.limit_in_bytes': '536870912\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    };
    expect(limitsOf(files)).toEqual({ cpuCores: 2, memoryMb: 512 });
  });

  it('knows no limit where there is none', () => {
    expect(limitsOf({})).toEqual({ cpuCores: undefined, memoryMb: undefined });
  });
});

describe(machineCapacity.name, () => {
  it('can be overridden', () => {
    expect(machineCapacity({ cpuCores: 0.5, memoryTotalMb: 100 })).toEqual({ cpuCores: 0.5, memoryTotalMb: 100 });
    expect(machineCapacity().cpuCores).toBeGreaterThan(0);
  });
});
