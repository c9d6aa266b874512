//! The gate in front of each operation, by the path of the document; behind it only the query that the document names.

use super::parameters::Strict;
use crate::policy::{Gate, Line, Policy, Unpoliced};
use poem::EndpointExt;
use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaApi, MetaParamIn, Registry};
use std::collections::HashMap;

/// Operations, each behind its policy.
pub struct Policed<T> {
    operations: T,
    policies: HashMap<Operation, Policy>,
}

/// One operation: the template of its path, and its method.
type Operation = (String, Method);

impl<T: OpenApi> Policed<T> {
    /// Refuses when an operation names no policy or a policy names no operation.
    pub fn new(operations: T, lines: Vec<Line>) -> Result<Self, Unpoliced> {
        let policies: HashMap<_, _> =
            lines.into_iter().map(|(method, path, policy)| ((template(path), method), policy)).collect();
        let routes = queries::<T>();
        let unguarded = routes.keys().filter(|route| !policies.contains_key(route));
        let unused = policies.keys().filter(|line| !routes.contains_key(line));
        let mut odd: Vec<String> =
            unguarded.chain(unused).map(|(path, method)| format!("{method} {path}")).collect();
        odd.sort();
        if odd.is_empty() { Ok(Self { operations, policies }) } else { Err(Unpoliced(odd)) }
    }
}

/// The names of the query parameters of every operation.
fn queries<T: OpenApi>() -> HashMap<Operation, Vec<String>> {
    let paths = T::meta().into_iter().flat_map(|api| api.paths);
    paths
        .flat_map(|path| {
            let name = template(&path.path);
            path.operations.into_iter().map(move |operation| {
                let named = operation.params.into_iter().filter(|one| one.in_type == MetaParamIn::Query);
                ((name.clone(), operation.method), named.map(|one| one.name).collect())
            })
        })
        .collect()
}

/// `/cohorts/:id`, `/cohorts/{id}` and, as the library registers it, `/cohorts/:param0` are one path.
fn template(path: &str) -> String {
    let part = |part: &str| if part.starts_with([':', '{']) { "{}".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

impl<T: OpenApi> OpenApi for Policed<T> {
    fn meta() -> Vec<MetaApi> {
        T::meta()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn add_routes(self, table: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
        let mut routes = HashMap::new();
        self.operations.add_routes(&mut routes);
        let mut queries = queries::<T>();
        for (path, methods) in routes {
            let name = template(&path);
            let guarded = methods.into_iter().map(|(method, endpoint)| {
                // Never missing: `new` has compared both sides. Nobody is admitted should they part.
                let operation = (name.clone(), method);
                let policy = self.policies.get(&operation).copied().unwrap_or(Policy::Any(&[]));
                let known = queries.remove(&operation).unwrap_or_default();
                let strict = Strict::new(known, endpoint.map_to_response());
                (operation.1, Gate::new(policy, strict).boxed())
            });
            table.entry(path).or_default().extend(guarded);
        }
    }
}
