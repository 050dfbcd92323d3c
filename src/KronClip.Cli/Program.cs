using KronClip.Cli;

return CommandLine.Run(args);
