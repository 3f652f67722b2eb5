/** Watches folders, each by itself: that is what every system can do. */
import { type FSWatcher, watch } from 'node:fs'

/** `mark` tells a folder from another one that took its place. */
export interface Folder {
  readonly path: string
  readonly mark: string
}

export interface Watchers {
  /** Watches these folders and no others from now on. False when one of them could not be watched. */
  follow(folders: readonly Folder[]): boolean
  stop(): void
}

/** `onChange` is told that something happened in one of the folders, and whenever a folder begins to be watched. */
export function createWatchers(onChange: () => void): Watchers {
  const watching = new Map<string, FSWatcher>()
  const keyOf = ({ path, mark }: Folder) => `${mark} ${path}`

  function drop(key: string): void {
    watching.get(key)?.close()
    watching.delete(key)
  }

  function begin(folder: Folder): void {
    const key = keyOf(folder)
    try {
      const watcher = watch(folder.path, { persistent: false }, onChange)
      watching.set(key, watcher)
      watcher.on('error', () => {
        drop(key)
        onChange()
      })
      // What came between the reading and the watching would go unseen.
      onChange()
    } catch {
      drop(key)
    }
  }

  return {
    follow(folders) {
      const wanted = new Set(folders.map(keyOf))
      for (const key of watching.keys()) if (!wanted.has(key)) drop(key)
      for (const folder of folders) if (!watching.has(keyOf(folder))) begin(folder)
      return folders.every((folder) => watching.has(keyOf(folder)))
    },
    stop() {
      for (const key of watching.keys()) drop(key)
    },
  }
}
