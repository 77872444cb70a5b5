using System.Text;
using Goalkeeper.Cli;
using Goalkeeper.Cli.Output;

// A terminal sees each line at once; a pipe or a file gets them in large pieces.
using var output = Console.IsOutputRedirected
    ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16)
    : Console.Out;
return CommandLine.Run(args, new CommandContext
{
    Out = new OutputWriter(output, isTerminal: !Console.IsOutputRedirected),
    Error = new OutputWriter(Console.Error, isTerminal: !Console.IsErrorRedirected),
});
