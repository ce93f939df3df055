// Hands the microphone's samples over as they come. MediaRecorder would hand over Opus in WebM, which libsndfile
// cannot read; plain samples need no codec at all.
registerProcessor("capture", class extends AudioWorkletProcessor {
  process([input]) {
    if (input.length) this.port.postMessage(input[0].slice());
    return true;
  }
});
