"""Lets values through strawberry, graphene and Ariadne: a query's arguments reach what resolves it."""
import ariadne
import graphene
import strawberry

MARKER = 'm4rk3r'


def ok(path, value):
    assert MARKER in str(value), (path, value)
    print('ok', path)


@strawberry.type
class Query:
    @strawberry.field
    def user(self, name: str) -> str:
        ok('strawberry.field', name)
        return name


@strawberry.type
class Mutation:
    @strawberry.mutation
    def rename(self, name: str) -> str:
        ok('strawberry.mutation', name)
        return name


schema = strawberry.Schema(Query, Mutation)
assert not schema.execute_sync(f'{{ user(name: "{MARKER}") }}').errors
assert not schema.execute_sync(f'mutation {{ rename(name: "{MARKER}") }}').errors


class Users(graphene.ObjectType):
    user = graphene.Field(graphene.String, name=graphene.Argument(graphene.String))

    def resolve_user(self, info, name):
        ok('graphene.ObjectType', name)
        return name


class Rename(graphene.Mutation):
    class Arguments:
        name = graphene.String()

    done = graphene.Boolean()

    def mutate(self, info, name):
        ok('graphene.Mutation', name)
        return Rename(done=True)


class Relay(graphene.relay.ClientIDMutation):
    class Input:
        name = graphene.String()

    done = graphene.Boolean()

    @classmethod
    def mutate_and_get_payload(cls, root, info, name):
        ok('graphene.relay.ClientIDMutation', name)
        return cls(done=True)


class Changes(graphene.ObjectType):
    rename = Rename.Field()
    relay = Relay.Field()


schema = graphene.Schema(query=Users, mutation=Changes)
for text in (f'{{ user(name: "{MARKER}") }}', f'mutation {{ rename(name: "{MARKER}") {{ done }} }}',
             f'mutation {{ relay(input: {{name: "{MARKER}"}}) {{ done }} }}'):
    assert not schema.execute(text).errors, schema.execute(text).errors
query, mutation = ariadne.QueryType(), ariadne.MutationType()


@query.field('user')
def resolve_user(parent, info, name):
    ok('ariadne.QueryType.field', name)
    return name


@mutation.field('rename')
def resolve_rename(parent, info, name):
    ok('ariadne.MutationType.field', name)
    return name


schema = ariadne.make_executable_schema(
    'type Query { user(name: String): String } type Mutation { rename(name: String): String }',
    query, mutation)
for text in (f'{{ user(name: "{MARKER}") }}', f'mutation {{ rename(name: "{MARKER}") }}'):
    assert ariadne.graphql_sync(schema, {'query': text})[0]
