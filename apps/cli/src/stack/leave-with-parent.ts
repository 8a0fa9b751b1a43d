// Loaded into every service before its own code (`node --import`): when the command that started it is gone,
// however it went, the service stops as cleanly as if it had been told to. Nothing is left running.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The wish to hear of that must not keep a service alive that has finished.
process.channel?.unref();
