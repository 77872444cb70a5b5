namespace Goalkeeper.Tests.Cli;

public sealed class NamesInCapitalsTests
{
    [Fact]
    public void A_parameter_and_metrics_that_differ_in_capitals_alone_have_a_column_each()
    {
        using var session = new Session();
        var file = session.Write("name: x\ncommand: [bash, -c, 'echo goalkeeper: loss=0.$GOALKEEPER_TRIAL Loss=3']\nmetric: { name: loss, goal: minimize }\nparameters: { loss: [1, 2] }\n");
        session.Succeed("run", file, "--no-report");
        Assert.Equal(["number,state,loss,metric_Loss,metric_loss_2", "1,finished,1,3,0.1"], session.Succeed("trials", "x", "--format", "csv").Split('\n', StringSplitOptions.TrimEntries)[..2]);
    }
}
