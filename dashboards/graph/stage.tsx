/** The stage: the WebGL picture where the browser can, the plain one where it cannot, and what is written over it. */
import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Empty } from '../parts/states.tsx'
import { words } from '../words.ts'
import { isWithin, type Point } from './find-neighbour.ts'
import { OutlineTool } from './outline-tool.tsx'
import { drawPicture, hasWebgl, type Picture, type PictureView } from './picture.ts'
import { DEFAULTS as PLAIN, PlainPicture } from './plain-picture.tsx'
import type { Place } from './state.ts'
import { ToolButton } from './tool-button.tsx'
import type { Tool } from './toolbar.tsx'

interface StageProps {
  readonly view: PictureView
  readonly picture: RefObject<Picture | null>
  readonly tool: Tool
  readonly onPick: (id: string | undefined, more: boolean) => void
  readonly onOutline: (ids: readonly string[], more: boolean) => void
  readonly onDrag: (id: string, place: Place) => void
  readonly onKey: (event: KeyboardEvent) => void
  /** The stage, to be focused. */
  readonly stage: RefObject<HTMLDivElement | null>
  /** Said when what is chosen changes. */
  readonly said: string
  readonly children?: ComponentChildren
}

export function Stage(props: StageProps) {
  const { view, picture, tool, stage, said, children } = props
  const container = useRef<HTMLDivElement>(null)
  const [webgl, setWebgl] = useState(hasWebgl)
  // The picture outlives many renderings: it calls what is current.
  const now = useRef(props)
  now.current = props

  useEffect(() => {
    const element = container.current
    if (!element || !webgl) return
    const lost = () => setWebgl(false)
    element.addEventListener('webglcontextlost', lost, true)
    const drawn = drawPicture({
      container: element,
      view: now.current.view,
      onPick: (id, more) => now.current.onPick(id, more),
      onDrag: (id, place) => now.current.onDrag(id, place),
    })
    picture.current = drawn
    return () => {
      element.removeEventListener('webglcontextlost', lost, true)
      picture.current = null
      drawn.kill()
    }
  }, [webgl])
  useEffect(() => picture.current?.show(view), [view])

  const outlined = (outline: readonly Point[], more: boolean) => {
    const drawn = picture.current
    if (!drawn) return
    const within = view.scene.nodes.filter((_, i) => isWithin(drawn.pointOf(i), outline))
    props.onOutline(
      within.map((one) => one.id),
      more,
    )
  }

  return (
    <div
      class="stage"
      ref={stage}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the role makes it interactive, the keys are told in the help
      tabIndex={0}
      role="application"
      aria-label={words('explorer')}
      onKeyDown={props.onKey}
    >
      {webgl ? (
        <div class="canvas" ref={container} />
      ) : view.scene.nodes.length <= PLAIN.nodes ? (
        <PlainPicture view={view} label={words('graphPlain')} onPick={props.onPick} />
      ) : (
        <Empty>{words('graphNoWebgl')}</Empty>
      )}
      {webgl && tool !== 'pointer' && (
        <OutlineTool tool={tool} label={words(tool === 'box' ? 'boxTool' : 'lassoTool')} onDone={outlined} />
      )}
      {webgl && (
        <div class="zoom">
          <ToolButton icon="plus" label={words('zoomIn')} onClick={() => picture.current?.zoom('in')} />
          <ToolButton icon="minus" label={words('zoomOut')} onClick={() => picture.current?.zoom('out')} />
          <ToolButton
            icon="fit"
            label={words('fit')}
            hotkey="F"
            onClick={() => picture.current?.zoom('fit')}
          />
        </div>
      )}
      {children}
      <p class="visually-hidden" aria-live="polite">
        {said}
      </p>
    </div>
  )
}
