/**
 * Work that is done once a frame, however often it is asked for: before the frame is drawn, or at once where no frame
 * comes because the page cannot be seen.
 * @param {() => void} work
 * @returns {() => void} asks for it
 */
export function onceAFrame(work) {
  let isDue = false;
  const run = () => {
    isDue = false;
    work();
  };
  return () => {
    if (isDue) return;
    isDue = true;
    if (document.visibilityState === "hidden") Promise.resolve().then(run);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- one frame; who asks lives as long as the page
    else requestAnimationFrame(run);
  };
}

/**
 * Work that would hold up the page, done when nobody has asked for it again for a while.
 * @param {() => void} work @param {number} pauseMs
 * @returns {() => void} asks for it
 */
export function afterAPause(work, pauseMs) {
  let timer = null;
  return () => {
    clearTimeout(timer);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- the last of them; who asks lives as long as the page
    timer = setTimeout(work, pauseMs);
  };
}
