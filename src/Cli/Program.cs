using System.Text;
using Goalkeeper.Cli;

// A terminal sees each line at once; a pipe or a file gets them in large pieces.
using var output = Console.IsOutputRedirected
    ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16)
    : Console.Out;
return CommandLine.Run(args, new CommandContext
{
    Out = output,
    Error = Console.Error,
    OutIsTerminal = !Console.IsOutputRedirected,
    ErrorIsTerminal = !Console.IsErrorRedirected,
});
