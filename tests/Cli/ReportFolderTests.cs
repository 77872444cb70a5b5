using Goalkeeper.Cli.Output;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Cli;

public sealed class ReportFolderTests
{
    [Theory]
    [InlineData("x", 1, "x")]
    [InlineData("x", 2, "x-2")]
    [InlineData("x-2", 1, "x-2-1")]
    [InlineData("x-2", 2, "x-2-2")]
    [InlineData("x-2-1", 1, "x-2-1-1")]
    [InlineData("lambda-tuning", 1, "lambda-tuning")]
    [InlineData("v2", 1, "v2")]
    [InlineData("CON", 1, "CON-1")]
    [InlineData("lpt3", 2, "lpt3-2")]
    public void No_two_sweeps_share_a_folder(string name, long number, string folder) =>
        Assert.Equal(folder, ReportFolder.NameFor(new SweepReference(name, number)));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../escaped")]
    [InlineData("/absolute")]
    [InlineData("a/b")]
    [InlineData(@"a\b")]
    [InlineData("C:x")]
    [InlineData("x\n")]
    [InlineData("a\e[31m")]
    [InlineData("a ")]
    [InlineData("-x")]
    [InlineData("~")]
    public void A_name_that_leads_elsewhere_is_refused(string name) =>
        Expect.Has("no name for a folder", Assert.Throws<UserErrorException>(() => ReportFolder.NameFor(new SweepReference(name, 1))).Message);

    [Fact]
    public void A_name_that_is_too_long_is_refused() =>
        Assert.Throws<UserErrorException>(() => ReportFolder.NameFor(new SweepReference(new string('x', 300), 1)));
}
